// For tests only: what the desk would answer.
import type { Findings, FoundElsewhere, FoundService, FoundTicket, FoundUnit, Hit } from '../api/contract';

export const hit = (id: string, score = 1): Hit => ({
  id, title: id, title_fragments: [], unit: 'u', score, section: 'summary', answer: id, snippet: [], why: [], coverage: 1,
});

/** By itself the first hit is the sure answer. */
export const findings = (hits: Hit[], more: Partial<Findings> = {}): Findings => ({
  took_us: 1, total: hits.length, shown: hits.length, hits, services: [], units: [], elsewhere: [], groups: hits.length > 0 ? ['procedure'] : [],
  best: hits[0] ? { kind: 'procedure', id: hits[0].id } : null, facets: { units: [], categories: [] }, weak: false, misheard_number: false, corrected: null, without: [],
  ticket: null, ...more,
});

export const service = (code: string, score = 1): FoundService => ({ code, name: code, unit: 'u', score, why: [] });

export const unit = (id: string, score = 1): FoundUnit => ({
  id, name: id, short: id, address: null, phone: null, opening: { state: 'unknown' }, procedures: 2, score, why: [],
});

export const elsewhere = (id: string, score = 1): FoundElsewhere => ({
  id, title: id, who: id, phone: null, address: null, url: null, say: '', source: '', score, why: [],
});

export const ticket = (number: string): FoundTicket => ({ number, ours: true, known: { from: 'nowhere' } });
