/** A contact as the pretend API keeps and shows it. */
export interface Contact {
  id: string;
  email: string;
  name: string;
  city: string | null;
  created_at: string;
  updated_at: string;
  [field: string]: unknown;
}

export interface Refusal {
  status: number;
  code: string;
  message: string;
  field?: string;
}

/** What the API would refuse in a body that makes or changes a contact. */
export function refuseContact(body: unknown, partial: boolean): Refusal | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { status: 400, code: 'not_an_object', message: 'The body must be an object.' };
  }
  const email = 'email' in body ? body.email : undefined;
  if (email === undefined && partial) return null;
  if (typeof email !== 'string' || !email.includes('@')) {
    return { status: 422, code: 'invalid', message: 'email must be an e-mail address.', field: 'email' };
  }
  return null;
}

/** Contact number n of a seed: always the same for the same n. */
export function seededContact(n: number, time: string): Contact {
  const cities = ['Ulm', 'Łódź', 'São Paulo', '東京', null];
  return {
    id: String(n),
    email: `person${n}@example.com`,
    name: `Person ${n}`,
    city: cities[n % cities.length] ?? null,
    created_at: time,
    updated_at: time,
  };
}
