const systems: Record<string, { name: string; initials: string }> = {
  postgres: { name: 'PostgreSQL', initials: 'Pg' },
  http: { name: 'HTTP', initials: 'Ht' },
  webhook: { name: 'Webhook', initials: 'Wh' },
};

/** Name and monogram of a kind of connection. @example systemLook('postgres').initials // 'Pg' */
export function systemLook(kind: string): { name: string; initials: string } {
  return systems[kind] ?? { name: kind, initials: kind.slice(0, 2) };
}
