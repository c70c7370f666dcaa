import { Autosave } from '../api/autosave.svelte';
import type { Draft, Failure, LookAlike, Place, PlaceHit, Problem, ProblemCode, Service, Ticket, TicketNumber, TicketOutcome } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import * as pl from '../text/pl';
import { LookAlikes } from './lookAlikes.svelte';
import { PersonalGuard, without } from './personal.svelte';

/** A ticket on its way from the first word to its number. The form is kept at every change and checked once, on save. */
export class TicketEditor {
  service = $state<string | null>(null);
  /** What is typed into the service field while nothing is chosen from its list yet. */
  serviceWords = $state<string | null>(null);
  /** The text of the box that says where, and what it means; the landmark has a field of its own. */
  where = $state('');
  #place = $state.raw<Place>({});
  /** The box was typed into, and nothing is chosen from its list yet. */
  isPlaceOpen = $state(false);
  /** The osiedla of the chosen street. */
  within = $state<string | null>(null);
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
  /** The number of the ticket that this one adds a voice to, where it is still known. */
  voiceOf = $state.raw<TicketNumber | null>(null);
  readonly autosave: Autosave;
  readonly lookAlikes: LookAlikes;
  readonly personal: PersonalGuard;

  constructor(
    private readonly desk: Desk,
    private readonly draft: Draft,
    private readonly services: readonly Service[],
    /** The number of the ticket that this one corrects, where it is still known. */
    readonly corrects: TicketNumber | null = null,
    voiceOf: TicketNumber | null = null,
  ) {
    const { service, place, description, answers, contact } = draft.form;
    this.service = service;
    const { landmark, ...rest } = place ?? {};
    this.#place = rest;
    this.where = pl.address(rest);
    this.landmark = landmark ?? '';
    this.description = description ?? '';
    this.answers = { ...answers };
    this.email = contact?.email ?? '';
    this.phone = contact?.phone ?? '';
    this.consent = contact?.consent ?? false;
    this.voiceOf = voiceOf;
    this.lookAlikes = new LookAlikes(desk);
    this.personal = new PersonalGuard(desk);
    this.autosave = new Autosave(() => desk.saveDraft(this.#asDraft()));
    this.#look();
  }

  get id(): string {
    return this.draft.id;
  }

  get isCorrection(): boolean {
    return !!this.draft.supersedes;
  }

  get isVoice(): boolean {
    return !!this.draft.voice_of;
  }

  /** Whether anything tells where. */
  get hasPlace(): boolean {
    return this.where.trim() !== '' || this.landmark !== '';
  }

  /** Nothing but its kind is known. */
  get isUntold(): boolean {
    const told = [this.where, this.landmark, this.description, this.email, this.phone, ...Object.values(this.answers)];
    return !this.isCorrection && !this.isVoice && told.every((text) => text.trim() === '');
  }

  /** Everything typed that may tell of danger. */
  get words(): string[] {
    return [this.serviceWords ?? '', this.where, ...Object.values(this.freeText)];
  }

  /** Field → what is told in it in the operator's own words. */
  get freeText(): Record<string, string> {
    const answers = Object.entries(this.answers).map(([id, answer]) => [`answers.${id}`, answer]);
    return { description: this.description, landmark: this.landmark, ...Object.fromEntries(answers) };
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
    this.#look();
  }

  chooseService(code: string | null): void {
    if (code === this.service) return;
    this.service = code;
    // Answers belong to the questions of one service; what was told stays in the description.
    const ids = this.chosenService?.questions.map((question) => question.id) ?? [];
    this.answers = Object.fromEntries(Object.entries(this.answers).filter(([id]) => ids.includes(id)));
    this.problems = [];
    this.changed();
  }

  /** The box as it is typed: until something is chosen it is a street's name, so that nothing is lost. */
  typePlace(text: string): void {
    this.where = text;
    this.#placed(text.trim() === '' ? {} : { street: text.trim() }, null);
    this.isPlaceOpen = text.trim() !== '';
  }

  choosePlace({ place, within }: PlaceHit): void {
    const { landmark, ...rest } = place;
    this.where = pl.address(rest);
    if (landmark && !this.landmark.includes(landmark)) this.landmark = [landmark, this.landmark].filter(Boolean).join(', ');
    this.#placed(rest, within);
  }

  /** Takes out of a field what looks like a person's. */
  removePersonal(field: string): void {
    const cleaned = without(this.freeText[field] ?? '', this.personal.of(field));
    if (field === 'description' || field === 'landmark') this[field] = cleaned;
    else this.answers[field.replace('answers.', '')] = cleaned;
    this.changed(field);
  }

  answer(question: string, answer: string): void {
    this.answers[question] = answer;
    this.changed(`answers.${question}`);
  }

  /** Saved, or `problems` and `failure` say why not; nothing typed is lost either way. */
  save(): Promise<void> {
    return this.#save((draft) => this.desk.saveTicket(draft));
  }

  /** Saved as this caller's voice in the matter of an earlier ticket; it needs no words of its own. */
  async addVoice({ id, number }: LookAlike): Promise<void> {
    await this.#save((draft) => this.desk.addVoice(draft, id));
    if (this.saved) this.voiceOf = number;
  }

  async #save(act: (draft: Draft) => Promise<TicketOutcome>): Promise<void> {
    if (this.saving || this.saved) return;
    this.saving = true;
    this.failure = null;
    try {
      await this.autosave.flush();
      const outcome = await act(this.#asDraft());
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
      ['Gdzie', pl.place(this.#wholePlace())],
      ['Opis', this.description],
      ...answers,
      ['E-mail', this.email],
      ['Telefon', this.phone],
    ];
    return lines.filter(([, text]) => text !== '').map(([label, text]) => `${label}: ${text}`).join('\n');
  }

  #placed(place: Place, within: string | null): void {
    this.#place = place;
    this.within = within;
    this.isPlaceOpen = false;
    this.changed('street', 'number', 'flat', 'corner', 'osiedle', 'landmark');
  }

  #wholePlace(): Place {
    return { ...this.#place, landmark: some(this.landmark) };
  }

  /** Looks at what was typed: is the matter known already, does a person's number stand in it? */
  #look(): void {
    if (!this.isVoice) this.lookAlikes.look(this.#asDraft());
    this.personal.look(this.freeText);
  }

  #asDraft(): Draft {
    const hasContact = this.email !== '' || this.phone !== '' || this.consent;
    const contact = hasContact ? { email: some(this.email), phone: some(this.phone), consent: this.consent } : null;
    return { ...this.draft, form: { service: this.service, place: this.#wholePlace(), description: this.description, answers: { ...this.answers }, contact } };
  }
}

const some = (text: string): string | null => (text === '' ? null : text);
