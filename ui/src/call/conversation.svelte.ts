import { Autosave } from '../api/autosave.svelte';
import type { Call, EndedCall, Failure, FoundUnit, LookAlike, OpenCall, Outcome, Section, Service, TicketNumber, Title } from '../api/contract';
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
  /** How the call ends if the operator chooses nothing else. */
  proposed = $state<Outcome>('dropped');
  /** What was saved and what was read in it. */
  tickets = $state.raw<TicketNumber[]>([]);
  articles = $state.raw<Title[]>([]);
  /** Documents that the person has, by article. */
  #ticked: Record<string, string[]> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #beginning: Promise<boolean> | null = null;
  /** What was read after which query, each told once. */
  readonly #chosen = new Set<string>();
  readonly search: Search;
  readonly reader: Reader;
  readonly watch: EmergencyWatch;
  readonly autosave: Autosave;

  constructor(private readonly desk: Desk, private readonly services: readonly Service[]) {
    const failed = (failure: Failure) => (this.failure = failure);
    this.reader = new Reader(desk, failed, {
      of: (procedure) => this.#ticked[procedure] ?? [],
      changed: (procedure, documents) => {
        this.#ticked = { ...this.#ticked, [procedure]: documents };
        this.#keep();
      },
    });
    this.search = new Search(desk, { selected: (row) => this.#open(row), failed });
    this.watch = new EmergencyWatch(desk);
    this.autosave = new Autosave(async () => {
      const saved = await desk.saveCall(this.#asCall());
      this.proposed = saved.proposed;
      return saved;
    });
  }

  /** A call as it was left, by a crash or by closing the window. */
  static restored(desk: Desk, services: readonly Service[], { call, proposed, tickets, read, draft, corrects }: OpenCall): Conversation {
    const conversation = new Conversation(desk, services);
    conversation.call = call;
    conversation.proposed = proposed;
    conversation.tickets = tickets;
    conversation.articles = read;
    conversation.#ticked = call.ticked;
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
    const { procedure } = this.reader.article ?? {};
    if (!procedure) return;
    const { id } = procedure;
    this.#noteReading({ id, title: procedure.title });
    const { text, answer } = this.search;
    const told = `${text}\n${id}`;
    if ( text.trim() === '' || this.#chosen.has(told) || !answer?.hits.some((hit) => hit.id === id)) return;
    this.#chosen.add(told);
    // A habit that was not learnt is no reason to disturb a call.
    this.desk.choose(text, id).catch(() => {});
  }

  /** Begins a call here, with what has been searched and read already. Once, however often it is asked for meanwhile. */
  async begin(): Promise<boolean> {
    if (this.call) return true;
    this.#beginning ??= this.#tried(async () => {
      this.call = { ...(await this.desk.openCall()), procedure: this.reader.id };
      this.#keep();
    }).finally(() => (this.#beginning = null));
    return this.#beginning;
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
      const draft = await this.desk.proposeTicket(this.call.id, this.search.text, this.reader.id);
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

  /** Saved, or the ticket says why not. */
  async saveTicket(): Promise<void> {
    await this.ticket?.save();
    this.#ticketSaved();
  }

  /** Saved as this caller's voice in an earlier ticket's matter, or the ticket says why not. */
  async addVoice(to: LookAlike): Promise<void> {
    await this.ticket?.addVoice(to);
    this.#ticketSaved();
  }

  #ticketSaved(): void {
    const { ticket } = this;
    if (!ticket?.saved) return;
    this.tickets = [...this.tickets, ticket.saved.number];
    // The call ends otherwise now.
    this.#keep();
  }

  /** The saved ticket becomes its draft again; its number waits for it. */
  async undoTicket(): Promise<boolean> {
    const { saved, corrects, voiceOf } = this.ticket ?? {};
    if (!saved) return false;
    return this.#tried(async () => {
      this.ticket = new TicketEditor(this.desk, await this.desk.undoTicket(saved.number), this.services, corrects, voiceOf);
      this.tickets = this.tickets.filter((number) => number !== saved.number);
      this.#keep();
    });
  }

  closeTicket(): void {
    this.ticket = null;
  }

  /** Goes on with a draft that was left to this shift, or in a call that is not open any more. */
  takeDraft(draft: string): Promise<boolean> {
    return this.#tried(async () => {
      if (!(await this.begin()) || !this.call) return;
      const taken = await this.desk.takeDraft(draft, this.call.id);
      this.ticket = new TicketEditor(this.desk, taken.draft, this.services, taken.corrects);
    });
  }

  /** The open draft is left to the next shift. */
  handOver(note: string): Promise<boolean> {
    return this.#tried(async () => {
      const { ticket } = this;
      if (!ticket) return;
      await ticket.autosave.flush();
      await this.desk.handOver(ticket.id, note);
      await ticket.autosave.stop();
      this.closeTicket();
    });
  }

  write(note: string): void {
    this.#change({ note });
  }

  /** None goes back to what is proposed. */
  decide(outcome: Outcome | null): void {
    this.#change({ outcome });
  }

  get isHeld(): boolean {
    return !!this.call?.held_since;
  }

  /** The caller waits. */
  hold(): Promise<boolean> {
    return this.#timed((id) => this.desk.holdCall(id));
  }

  /** They talk again; the desk puts whoever talked until now on hold. */
  resume(): Promise<boolean> {
    return this.#timed((id) => this.desk.resumeCall(id));
  }

  /** Ends the call; none where it could not be. A draft that is still open is never thrown away by this. */
  async end(): Promise<EndedCall | null> {
    const { call } = this;
    if (!call || (this.ticket && !this.ticket.saved)) return null;
    this.search.settle();
    this.chosen();
    let ended: EndedCall | null = null;
    await this.#tried(async () => {
      await this.autosave.flush();
      ended = await this.desk.endCall(call.id);
      await this.autosave.stop();
    });
    return ended;
  }

  #noteReading(article: Title): void {
    if (!this.call || this.articles.some(({ id }) => id === article.id)) return;
    this.articles = [...this.articles, article];
    // The end of the call notes its last article once more.
    this.desk.readArticle(this.call.id, article.id).catch(() => {});
  }

  #change(change: Partial<Call>): void {
    if (!this.call) return;
    this.call = { ...this.call, ...change };
    this.#keep();
  }

  /** Only the clocks: the rest of the answer may be older than what was typed meanwhile. */
  #timed(act: (id: string) => Promise<Call>): Promise<boolean> {
    return this.#tried(async () => {
      if (!this.call) return;
      const { held_since, held_ms } = await act(this.call.id);
      this.call = { ...this.call, held_since, held_ms };
    });
  }

  #keep(): void {
    if (this.call) this.autosave.touch();
  }

  #asCall(): Call {
    if (!this.call) throw new Error('nothing is kept between calls');
    return { ...this.call, query: this.search.text, ticked: this.#ticked };
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
