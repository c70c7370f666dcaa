import { Autosave } from '../api/autosave.svelte';
import type { Call, Draft, Failure, Section, Service } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import { Reader } from '../article/reader.svelte';
import { Search } from '../search/search.svelte';
import { TicketEditor } from '../ticket/editor.svelte';
import { EmergencyWatch } from './watch.svelte';

/** What lies before the operator during one call: the search, the article, the ticket. Without a call: the desk between calls. */
export class Conversation {
  call = $state.raw<Call | null>(null);
  ticket = $state.raw<TicketEditor | null>(null);
  failure = $state.raw<Failure | null>(null);
  readonly search: Search;
  readonly reader: Reader;
  readonly watch: EmergencyWatch;
  readonly autosave: Autosave;

  constructor(private readonly desk: Desk, private readonly services: readonly Service[]) {
    const failed = (failure: Failure) => (this.failure = failure);
    this.reader = new Reader(desk, failed);
    this.search = new Search(desk, { selected: (id, section) => this.read(id, section), failed });
    this.watch = new EmergencyWatch(desk);
    this.autosave = new Autosave(() => desk.saveCall(this.#asCall()));
  }

  /** A call as it was left, by a crash or by closing the window. */
  static restored(desk: Desk, services: readonly Service[], call: Call, draft: Draft | null): Conversation {
    const conversation = new Conversation(desk, services);
    conversation.call = call;
    conversation.search.restore(call.query, call.procedure);
    if (call.procedure) conversation.reader.open(call.procedure);
    if (draft) conversation.ticket = new TicketEditor(desk, draft, services);
    conversation.typed();
    return conversation;
  }

  type(text: string): void {
    this.search.type(text);
    this.typed();
    this.#keep();
  }

  /** Something was typed that may be a word of danger. */
  typed(): void {
    this.watch.look(this.search.text, this.ticket?.description ?? '', this.ticket?.landmark ?? '');
  }

  /** Opens an article; null where nothing was found, which leaves the call coded by the last one read. */
  read(id: string | null, section?: Section): void {
    if (!id) return this.reader.close();
    this.reader.open(id, section);
    if (this.call && this.call.procedure !== id) {
      this.call = { ...this.call, procedure: id };
      this.#keep();
    }
  }

  /** Begins a call here, with what has been searched and read already. */
  async begin(): Promise<boolean> {
    if (this.call) return true;
    return this.#tried(async () => {
      this.call = { ...(await this.desk.openCall()), procedure: this.reader.article?.procedure.id ?? null };
      this.#keep();
    });
  }

  /** F4: the ticket, its service taken from the query and the article. */
  async openTicket(): Promise<void> {
    if (this.ticket && !this.ticket.saved) return;
    await this.#tried(async () => {
      if (!this.call && !(await this.begin())) return;
      if (!this.call) return;
      const draft = await this.desk.proposeTicket(this.call.id, this.search.text, this.reader.article?.procedure.id ?? null);
      this.ticket = new TicketEditor(this.desk, draft, this.services);
    });
  }

  closeTicket(): void {
    this.ticket = null;
  }

  /** Ends the call; false where it could not be. A draft that is still open is never thrown away by this. */
  async end(): Promise<boolean> {
    const { call } = this;
    if (!call || (this.ticket && !this.ticket.saved)) return false;
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
