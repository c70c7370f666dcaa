// What a query found, as it stands on the screen: groups in their order, each with its rows.
import type { Explanation, Findings, FoundElsewhere, FoundService, FoundTicket, FoundUnit, Hit, Kind, Target } from '../api/contract';

/** What can be opened in the middle of the screen, with what is known of it from the list. */
export type Opened =
  | { kind: 'procedure'; id: string; hit?: Hit }
  | { kind: 'service'; id: string; service: FoundService }
  | { kind: 'unit'; id: string; unit: FoundUnit }
  | { kind: 'elsewhere'; id: string; matter: FoundElsewhere }
  | { kind: 'ticket'; id: string; ticket: FoundTicket };

/** What ↑ and ↓ walk through: what can be opened, and the row that the less alike hits lie behind. */
export type SearchRow = Opened | { kind: 'more'; id: 'more'; count: number };

export interface Group {
  kind: Kind;
  rows: SearchRow[];
  /** Place of its first row among all rows. */
  first: number;
}

/** Behind the groups that the answer names come those that it does not: rows are never lost. */
const KINDS: readonly Kind[] = ['ticket', 'procedure', 'service', 'elsewhere', 'unit'];

/** The groups from top to bottom; a ticket's number means that ticket alone, so it leads. */
export function groupsOf(answer: Findings, unfolded: boolean): Group[] {
  const order = new Set<Kind>(['ticket', ...answer.groups, ...KINDS]);
  let first = 0;
  return [...order].flatMap((kind) => {
    const rows = rowsOf(answer, kind, unfolded);
    const group = { kind, rows, first };
    first += rows.length;
    return rows.length > 0 ? [group] : [];
  });
}

function rowsOf(answer: Findings, kind: Kind, unfolded: boolean): SearchRow[] {
  switch (kind) {
    case 'procedure':
      return hitRows(answer, unfolded);
    case 'service':
      return answer.services.map((service) => ({ kind, id: service.code, service }));
    case 'unit':
      return answer.units.map((unit) => ({ kind, id: unit.id, unit }));
    case 'elsewhere':
      return answer.elsewhere.map((matter) => ({ kind, id: matter.id, matter }));
    case 'ticket':
      return answer.ticket ? [{ kind, id: answer.ticket.number, ticket: answer.ticket }] : [];
  }
}

function hitRows({ hits, shown }: Findings, unfolded: boolean): SearchRow[] {
  const rows = hits.slice(0, unfolded ? hits.length : shown).map((hit): SearchRow => ({ kind: 'procedure', id: hit.id, hit }));
  const count = hits.length - rows.length;
  return count > 0 ? [...rows, { kind: 'more', id: 'more', count }] : rows;
}

export const isSame = (one: { kind: string; id: string } | null, other: Target | null): boolean =>
  one !== null && other !== null && one.kind === other.kind && one.id === other.id;

/** On the one scale of all kinds. */
export function scoreOf(row: SearchRow): number {
  switch (row.kind) {
    case 'procedure':
      return row.hit?.score ?? 0;
    case 'service':
      return row.service.score ?? 0;
    case 'unit':
      return row.unit.score ?? 0;
    case 'elsewhere':
      return row.matter.score ?? 0;
    case 'ticket':
      return Infinity;
    case 'more':
      return 0;
  }
}

/** Why it is there. */
export function reasonsOf(row: SearchRow): readonly Explanation[] {
  switch (row.kind) {
    case 'procedure':
      return row.hit?.why ?? [];
    case 'service':
      return row.service.why;
    case 'unit':
      return row.unit.why;
    case 'elsewhere':
      return row.matter.why;
    case 'ticket':
    case 'more':
      return [];
  }
}

/** So many of each kind are offered where nothing is sure; of units and matters elsewhere two where they lead, else one. */
const OFFERED = 3;
const OFFERED_LEADING = 2;
const OFFERED_BESIDE = 1;

/** The nearest, each with its place among all rows: at most nine, as many as there are digits. */
export function offersOf(groups: readonly Group[]): { at: number; row: Opened }[] {
  const offers = groups.flatMap(({ kind, rows, first }, place) => {
    const most = kind === 'procedure' || kind === 'service' ? OFFERED : place === 0 ? OFFERED_LEADING : OFFERED_BESIDE;
    const opened = rows.flatMap((row, at) => (row.kind === 'more' ? [] : [{ at: first + at, row }]));
    return opened.slice(0, most);
  });
  return offers.slice(0, 9);
}
