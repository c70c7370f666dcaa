// Stand-in for the generated contract (cargo xtask contract writes this file). Same names, same shapes.
import { invoke } from '@tauri-apps/api/core';

export const commands = {
  start: () => invoke<Start>('start'),
  home: () => invoke<Home>('home'),
  search: (query: Query) => invoke<Answer>('search', { query }),
  article: (id: string) => invoke<Article>('article', { id }),
  setFavourite: (id: string, favourite: boolean) => invoke<null>('set_favourite', { id, favourite }),
  findServices: (text: string) => invoke<ServiceHit[]>('find_services', { text }),
  findStreets: (text: string) => invoke<StreetHit[]>('find_streets', { text }),
  emergency: (text: string) => invoke<EmergencyWarning[]>('emergency', { text }),
  openCall: () => invoke<Call>('open_call'),
  saveCall: (call: Call) => invoke<Saved>('save_call', { call }),
  endCall: (id: string) => invoke<Call>('end_call', { id }),
  proposeTicket: (call: string, query: string, procedure: string | null) => invoke<Draft>('propose_ticket', { call, query, procedure }),
  saveDraft: (draft: Draft) => invoke<Saved>('save_draft', { draft }),
  discardDraft: (id: string) => invoke<null>('discard_draft', { id }),
  saveTicket: (draft: Draft) => invoke<TicketOutcome>('save_ticket', { draft }),
  tickets: (words: string) => invoke<Ticket[]>('tickets', { words }),
  health: () => invoke<Health>('health'),
};

export type Start = { reference: Reference; calls: OpenCall[] };
/** Everything of the edition that the window needs at once; articles come one by one. */
export type Reference = { edition: EditionInfo; desk: string; units: Unit[]; categories: Category[]; service_groups: ServiceGroup[]; services: Service[]; emergency_numbers: EmergencyNumber[] };
export type EditionInfo = { number: number; date: string; name: string; sample: boolean };
export type OpenCall = { call: Call; draft: Draft | null };
export type Home = { recent: Title[]; favourites: Title[] };
export type Title = { id: string; title: string };
export type Query = { text: string; units?: string[]; categories?: string[]; limit?: number };
export type Fragment = { text: string; marked: boolean };
export type Why =
  | { kind: 'word'; word: string } | { kind: 'form'; typed: string; found: string } | { kind: 'prefix'; typed: string; found: string }
  | { kind: 'typo'; typed: string; found: string } | { kind: 'synonym'; typed: string; means: string } | { kind: 'split'; typed: string; found: string };
export type Hit = { id: string; title: string; title_fragments: Fragment[]; unit: string; score: number | null; snippet: Fragment[]; why: Why[]; coverage: number | null };
export type FacetCount = { id: string; count: number };
export type Facets = { units: FacetCount[]; categories: FacetCount[] };
export type Answer = { took_us: number; total: number; hits: Hit[]; facets: Facets; weak: boolean };
/** procedure.sections.how and .time_and_place are cleaned HTML; every other text is plain. */
export type Article = { procedure: Procedure; unit: Unit; parent: Unit | null; opening: Opening; related: Title[]; favourite: boolean };
export type Procedure = { id: string; version: string; title: string; unit: string; categories: string[]; summary: string; steps: Step[]; facts: Facts; sections: Sections; related: string[]; keywords: string[]; as_of: string; source_url: string; inferred: string[] };
export type Step = { title: string; hint?: string | null };
export type Facts = { online?: boolean | null; by_post?: boolean | null; proxy_allowed?: boolean | null; immediate?: boolean | null; appointment?: Appointment | null; fee?: FeeKind | null };
export type Appointment = 'required' | 'not_required' | 'possible';
export type FeeKind = 'none' | 'stamp_duty' | 'other';
export type Sections = { how?: string | null; time_and_place?: string | null; fees?: Fee[]; documents?: string[]; legal_basis?: string[]; appeal?: string | null };
export type Fee = { what: string; amount_pln?: number | null; note?: string | null };
export type Opening = { state: 'open'; until: string } | { state: 'closed'; date: string; from: string } | { state: 'unknown' };
export type OpeningHours = { mon?: string | null; tue?: string | null; wed?: string | null; thu?: string | null; fri?: string | null; sat?: string | null; sun?: string | null };
export type UnitKind = 'office' | 'municipal_unit' | 'department' | 'external';
export type Unit = { id: string; name: string; short: string; former: string[]; parent: string | null; kind: UnitKind; address?: string | null; phone?: string | null; email?: string | null; hours?: OpeningHours | null; web?: string | null; note?: string | null; as_of?: string | null; source_url?: string | null };
export type Category = { id: string; label: string; seen_on_portal: boolean; children: Category[] };
export type ServiceGroup = { id: string; name: string };
export type Service = { code: string; group: string; name: string; unit: string; promise: Promised | null; questions: Question[]; location: 'required' | 'optional'; reporter_required: boolean; emergency: { when: string; number: string } | null; not_here: string | null; keywords: string[]; basis: string; source_url: string | null };
export type Promised = { text: string; hours: number | null };
export type Question = { id: string; label: string; type: 'text' | 'choice' | 'yes_no'; options: string[]; required: boolean };
export type EmergencyNumber = { number: string; name: string };
export type EmergencyWarning = { rule: string; phrase: string; number: string; also: string[]; say: string; certainty: 'strong' | 'possible' };
export type ServiceHit = { code: string; score: number | null };
/** number and flat are filled when they were typed behind the street: "piotr 30/32 m 5". */
export type StreetHit = { full_name: string; osiedle: string | null; number: string | null; flat: string | null };
export type Call = { id: string; opened_at: string; ended_at: string | null; outcome: Outcome | null; query: string; procedure: string | null; note: string };
export type Outcome = 'informed' | 'ticket_taken' | 'dropped';
export type Draft = { id: string; call: string | null; procedure: string | null; form: TicketForm };
export type TicketForm = { service: string | null; place: Place; description: string; answers: { [question: string]: string }; contact: Contact | null };
export type Place = { street: string | null; number: string | null; flat: string | null; landmark: string | null };
export type Contact = { email: string | null; phone: string | null; consent: boolean };
export type Saved = { at: string };
export type TicketOutcome = { outcome: 'saved'; ticket: Ticket } | { outcome: 'refused'; problems: Problem[] };
export type Problem = { field: string; code: ProblemCode };
export type ProblemCode = 'missing' | 'unknown_service' | 'no_place' | 'number_without_street' | 'bad_number' | 'not_an_option' | 'unknown_question' | 'bad_email' | 'bad_phone' | 'no_consent' | 'reporter_needed' | 'too_long';
export type Ticket = { id: string; number: string; state: TicketState; created_at: string; call: string | null; procedure: string | null; service: string; service_name: string; unit: string; place: Place; description: string; answers: { [question: string]: string }; contact: Contact | null; consent_at: string | null; consent_text: string | null };
export type TicketState = 'ready';
export type Health = { healthy: boolean; checks: HealthCheck[] };
export type HealthCheck = { name: string; healthy: boolean; detail: string };
/** A command that fails rejects with this. */
export type Failure = { code: Code; detail: string };
export type Code = 'article_not_found' | 'ticket_not_found' | 'call_not_found' | 'disk_full' | 'read_only' | 'desk_in_use' | 'desk_newer' | 'desk_corrupt' | 'storage' | 'edition_newer' | 'edition_corrupt' | 'index_failed';
