import { createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { ApiError } from '../http/problem.ts';

const cookieName = 'syncline_session';
const sessionMs = 12 * 60 * 60 * 1000;
const triesPerMinute = 5;

/** Sign-in of the one owner that this release knows. Without a password (loopback only) everyone who reaches us is `local`. */
export interface Sessions {
  required: boolean;
  signedIn(request: Request): boolean;
  /** @throws ApiError auth.wrong or auth.slow-down. */
  signIn(request: Request, response: Response, password: string): void;
  signOut(request: Request, response: Response): void;
}

/**
 * @param secure set the Secure flag (the public address is https).
 * @param now in milliseconds.
 */
export function createSessions(
  ownerPassword: string | null,
  masterKey: string,
  secure: boolean,
  now: () => number,
): Sessions {
  const salt = randomBytes(16);
  const expected = ownerPassword === null ? null : scryptSync(ownerPassword, salt, 32);
  // The password is part of the signing key: changing it ends every session.
  const signingKey = createHmac('sha256', masterKey)
    .update(`session\0${ownerPassword ?? ''}`)
    .digest();
  const ended = new Map<string, number>();
  const tries = new Map<string, number[]>();

  const sign = (payload: string) => createHmac('sha256', signingKey).update(payload).digest('base64url');
  const setCookie = (response: Response, value: string, maxAge: number) =>
    response.cookie(cookieName, value, { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge });

  const tokenOf = (request: Request): string | null => {
    const header = request.headers.cookie ?? '';
    for (const part of header.split(';')) {
      const [name, value] = part.trim().split('=', 2);
      if (name === cookieName && value) return value;
    }
    return null;
  };

  const valid = (token: string): boolean => {
    const [expires, nonce, signature] = token.split('.');
    if (!expires || !nonce || !signature) return false;
    const wanted = Buffer.from(sign(`${expires}.${nonce}`));
    const given = Buffer.from(signature);
    if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return false;
    return Number(expires) > now() && !ended.has(nonce);
  };

  const slowDown = (address: string) => {
    const recent = (tries.get(address) ?? []).filter((at) => at > now() - 60_000);
    if (recent.length >= triesPerMinute) throw new ApiError('auth.slow-down', { retryAfter: 60 });
    tries.set(address, [...recent, now()]);
    if (tries.size > 10_000) tries.clear();
  };

  return {
    required: expected !== null,
    signedIn(request) {
      if (expected === null) return true;
      const token = tokenOf(request);
      return token !== null && valid(token);
    },
    signIn(request, response, password) {
      if (expected === null) return;
      slowDown(request.socket.remoteAddress ?? '');
      if (!timingSafeEqual(scryptSync(password, salt, 32), expected)) throw new ApiError('auth.wrong');
      tries.delete(request.socket.remoteAddress ?? '');
      const payload = `${now() + sessionMs}.${randomBytes(16).toString('base64url')}`;
      setCookie(response, `${payload}.${sign(payload)}`, sessionMs);
    },
    signOut(request, response) {
      const [expires, nonce] = tokenOf(request)?.split('.') ?? [];
      for (const [old, until] of ended) if (until < now()) ended.delete(old);
      if (nonce && Number(expires) > now()) ended.set(nonce, Number(expires));
      setCookie(response, '', 0);
    },
  };
}
