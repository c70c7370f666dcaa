import { Autosave } from '../api/autosave.svelte';
import type { Draft, Failure, Place, Problem, ProblemCode, Service, StreetHit, Ticket, TicketNumber } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import * as pl from '../text/pl';

/** A ticket on its way from the first word to its number. The form is kept at every change and checked once, on save. */
export class TicketEditor {
  service = $state<string | null>(null);
  street = $state('');
  number = $state('');
  flat = $state('');
  landmark = $state('');
  description = $state('');
  answers = $state<Record<string, string>>({});
  email = $state('');
  phone = $state('');
  consent = $state(false);
  problems = $state.raw<Problem[]>([]);
  /** The saved ticket: from here on the panel is its read-back. */
  saved = $state.raw<Ticket | null>(null);
  failure = $state.raw<Failure | null>(null);
  saving = $state(false);
  readonly autosave: Autosave;

  constructor(
    private readonly desk: Desk,
    private readonly draft: Draft,
    private readonly services: readonly Service[],
    /** The number of the ticket that this one corrects, where it is still known. */
    readonly corrects: TicketNumber | null = null,
  ) {
    const { service, place, description, answers, contact } = draft.form;
    this.service = service;
    this.street = place?.street ?? '';
    this.number = place?.number ?? '';
    this.flat = place?.flat ?? '';
    this.landmark = place?.landmark ?? '';
    this.description = description ?? '';
    this.answers = { ...answers };
    this.email = contact?.email ?? '';
    this.phone = contact?.phone ?? '';
    this.consent = contact?.consent ?? false;
    this.autosave = new Autosave(() => desk.saveDraft(this.#asDraft()));
  }

  get id(): string {
    return this.draft.id;
  }

  get isCorrection(): boolean {
    return !!this.draft.supersedes;
  }

  get chosenService(): Service | null {
    return this.services.find((service) => service.code === this.service) ?? null;
  }

  problem(field: string): ProblemCode | null {
    return this.problems.find((problem) => problem.field === field)?.code ?? null;
  }

  /** A field changed: what was wrong with it is not known any more. */
  changed(...fields: string[]): void {
    if (this.problems.length > 0) this.problems = this.problems.filter((problem) => !fields.includes(problem.field));
    this.autosave.touch();
  }

  chooseService(code: string | null): void {
    if (code === this.service) return;
    this.service = code;
    // Answers belong to the questions of one service; what was told stays in the description.
    const ids = this.chosenService?.questions.map((question) => question.id) ?? [];
    this.answers = Object.fromEntries(Object.entries(this.answers).filter(([id]) => ids.includes(id)));
    this.problems = [];
    this.autosave.touch();
  }

  chooseStreet(hit: StreetHit): void {
    this.street = hit.full_name;
    if (hit.number) this.number = hit.number;
    if (hit.flat) this.flat = hit.flat;
    this.changed('street', 'number', 'flat');
  }

  answer(question: string, answer: string): void {
    this.answers[question] = answer;
    this.changed(`answers.${question}`);
  }

  /** Saved, or `problems` and `failure` say why not; nothing typed is lost either way. */
  async save(): Promise<void> {
    if (this.saving || this.saved) return;
    this.saving = true;
    this.failure = null;
    try {
      await this.autosave.flush();
      const outcome = await this.desk.saveTicket(this.#asDraft());
      if (outcome.outcome === 'saved') {
        await this.autosave.stop();
        this.saved = outcome.ticket;
        this.problems = [];
      } else {
        this.problems = outcome.problems;
      }
    } catch (error) {
      this.failure = asFailure(error);
    }
    this.saving = false;
  }

  /** Throws the draft away, on the operator's word. */
  async discard(): Promise<boolean> {
    try {
      await this.autosave.stop();
      await this.desk.discardDraft(this.draft.id);
      return true;
    } catch (error) {
      this.failure = asFailure(error);
      return false;
    }
  }

  /** Everything typed, to be carried over by hand when the disk refuses. */
  asText(): string {
    const answers = this.chosenService?.questions.map((question) => [question.label, this.answers[question.id] ?? ''] as const) ?? [];
    const lines: (readonly [string, string])[] = [
      ['Co', this.chosenService?.name ?? ''],
      ['Gdzie', pl.place(this.#place())],
      ['Opis', this.description],
      ...answers,
      ['E-mail', this.email],
      ['Telefon', this.phone],
    ];
    return lines.filter(([, text]) => text !== '').map(([label, text]) => `${label}: ${text}`).join('\n');
  }

  #place(): Place {
    return { street: some(this.street), number: some(this.number), flat: some(this.flat), landmark: some(this.landmark) };
  }

  #asDraft(): Draft {
    const hasContact = this.email !== '' || this.phone !== '' || this.consent;
    const contact = hasContact ? { email: some(this.email), phone: some(this.phone), consent: this.consent } : null;
    return { ...this.draft, form: { service: this.service, place: this.#place(), description: this.description, answers: { ...this.answers }, contact } };
  }
}

const some = (text: string): string | null => (text === '' ? null : text);
