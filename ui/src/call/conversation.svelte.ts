import { Autosave } from '../api/autosave.svelte';
import type { Call, Failure, FoundUnit, OpenCall, Section, Service, TicketNumber } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import { Reader } from '../article/reader.svelte';
import { Search, type SearchRow } from '../search/search.svelte';
import { TicketEditor } from '../ticket/editor.svelte';
import { EmergencyWatch } from './watch.svelte';

/** Milliseconds after which an open article has been read, and did not only fly past. */
const READ = 6000;

/** What lies before the operator during one call: the search, the article, the ticket. Without a call: the desk between calls. */
export class Conversation {
  call = $state.raw<Call | null>(null);
  ticket = $state.raw<TicketEditor | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** A unit whose contact card is open in the article's place. */
  unit = $state.raw<FoundUnit | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What was read after which query, each told once. */
  readonly #chosen = new Set<string>();
  readonly search: Search;
  readonly reader: Reader;
  readonly watch: EmergencyWatch;
  readonly autosave: Autosave;

  constructor(private readonly desk: Desk, private readonly services: readonly Service[]) {
    const failed = (failure: Failure) => (this.failure = failure);
    this.reader = new Reader(desk, failed);
    this.search = new Search(desk, { selected: (row) => this.#open(row), failed });
    this.watch = new EmergencyWatch(desk);
    this.autosave = new Autosave(() => desk.saveCall(this.#asCall()));
  }

  /** A call as it was left, by a crash or by closing the window. */
  static restored(desk: Desk, services: readonly Service[], { call, draft, corrects }: OpenCall): Conversation {
    const conversation = new Conversation(desk, services);
    conversation.call = call;
    conversation.search.restore(call.query, call.procedure);
    if (call.procedure) conversation.reader.open(call.procedure);
    if (draft) conversation.ticket = new TicketEditor(desk, draft, services, corrects);
    conversation.typed();
    return conversation;
  }

  type(text: string): void {
    this.search.type(text);
    this.typed();
    this.#keep();
  }

  /** All procedures of one unit. */
  list(unit: string): void {
    this.search.units = [unit];
    this.search.categories = [];
    this.type('');
  }

  /** Something was typed that may be a word of danger. */
  typed(): void {
    this.watch.look(this.search.text, ...(this.ticket?.words ?? []));
  }

  /** A kind of intervention opens nothing by itself: Enter opens its ticket. */
  #open(row: SearchRow | null): void {
    if (row?.kind === 'service') return;
    this.unit = row?.kind === 'unit' ? row.unit : null;
    if (row?.kind !== 'unit') this.read(row?.id ?? null, row?.section);
  }

  /** Opens an article; null where nothing was found, which leaves the call coded by the last one read. */
  read(id: string | null, section?: Section): void {
    clearTimeout(this.#timer);
    this.unit = null;
    if (!id) return this.reader.close();
    this.reader.open(id, section);
    this.#timer = setTimeout(() => this.chosen(), READ);
    if (this.call && this.call.procedure !== id) {
      this.call = { ...this.call, procedure: id };
      this.#keep();
    }
  }

  /** The open article was read or entered: after such a query it is likelier the next time. */
  chosen(): void {
    clearTimeout(this.#timer);
    const id = this.reader.article?.procedure.id;
    const { text, answer } = this.search;
    const told = `${text}\n${id}`;
    if (!id || text.trim() === '' || this.#chosen.has(told) || !answer?.hits.some((hit) => hit.id === id)) return;
    this.#chosen.add(told);
    // A habit that was not learnt is no reason to disturb a call.
    this.desk.choose(text, id).catch(() => {});
  }

  /** Begins a call here, with what has been searched and read already. */
  async begin(): Promise<boolean> {
    if (this.call) return true;
    return this.#tried(async () => {
      this.call = { ...(await this.desk.openCall()), procedure: this.reader.article?.procedure.id ?? null };
      this.#keep();
    });
  }

  /** F4: the ticket, its service taken from the query and the article, unless it was chosen. */
  async openTicket(service?: string): Promise<void> {
    if (this.ticket && !this.ticket.saved) {
      if (service && !this.ticket.service) this.ticket.chooseService(service);
      return;
    }
    await this.#tried(async () => {
      if (!this.call && !(await this.begin())) return;
      if (!this.call) return;
      const draft = await this.desk.proposeTicket(this.call.id, this.search.text, this.reader.article?.procedure.id ?? null);
      this.ticket = new TicketEditor(this.desk, draft, this.services);
      if (service) this.ticket.chooseService(service);
    });
  }

  /** A sealed ticket cannot be changed: a new draft with all that is still known of it takes its place. */
  async correctTicket(number: TicketNumber): Promise<void> {
    if (this.ticket && !this.ticket.saved) return;
    this.failure = null;
    await this.#tried(async () => {
      if (!(await this.begin()) || !this.call) return;
      const draft = await this.desk.correctTicket(number, this.call.id);
      this.ticket = new TicketEditor(this.desk, draft, this.services, number);
    });
  }

  /** The saved ticket becomes its draft again; its number waits for it. */
  async undoTicket(): Promise<boolean> {
    const { saved, corrects, voiceOf } = this.ticket ?? {};
    if (!saved) return false;
    return this.#tried(async () => {
      this.ticket = new TicketEditor(this.desk, await this.desk.undoTicket(saved.number), this.services, corrects, voiceOf);
    });
  }

  closeTicket(): void {
    this.ticket = null;
  }

  /** Ends the call; false where it could not be. A draft that is still open is never thrown away by this. */
  async end(): Promise<boolean> {
    const { call } = this;
    if (!call || (this.ticket && !this.ticket.saved)) return false;
    this.search.settle();
    this.chosen();
    return this.#tried(async () => {
      await this.autosave.flush();
      await this.desk.endCall(call.id);
      await this.autosave.stop();
    });
  }

  #keep(): void {
    if (this.call) this.autosave.touch();
  }

  #asCall(): Call {
    if (!this.call) throw new Error('nothing is kept between calls');
    return { ...this.call, query: this.search.text };
  }

  async #tried(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      this.failure = asFailure(error);
      return false;
    }
  }
}
