// For tests only: what the desk would answer.
import type { Findings, Hit } from '../api/contract';

export const hit = (id: string, score = 1): Hit => ({
  id, title: id, title_fragments: [], unit: 'u', score, section: 'summary', answer: id, snippet: [], why: [], coverage: 1,
});

export const findings = (hits: Hit[], more: Partial<Findings> = {}): Findings => ({
  took_us: 1, total: hits.length, hits, facets: { units: [], categories: [] }, weak: false, corrected: null, without: [], services: [], units: [], ...more,
});
