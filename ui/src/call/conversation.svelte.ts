import { Autosave } from '../api/autosave.svelte';
import type {
  Call, DeliberateAct, EmergencyWarning, EndedCall, Failure, Handout, LookAlike, OpenCall, Outcome, Section, Service, Target, TicketNumber, Title,
} from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import { Reader } from '../article/reader.svelte';
import { isSame, type Opened } from '../search/rows';
import { Search } from '../search/search.svelte';
import { TicketEditor } from '../ticket/editor.svelte';
import { Middle } from './middle.svelte';
import { EmergencyWatch } from './watch.svelte';

/** What lies before the operator during one call: the search, the article, the ticket. Without a call: the desk between calls. */
export class Conversation {
  call = $state.raw<Call | null>(null);
  ticket = $state.raw<TicketEditor | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** How the call ends if the operator chooses nothing else. */
  proposed = $state<Outcome>('dropped');
  /** What was saved and what was read in it. */
  tickets = $state.raw<TicketNumber[]>([]);
  articles = $state.raw<Title[]>([]);
  /** Documents that the person has, by article. */
  #ticked: Record<string, string[]> = {};
  #beginning: Promise<boolean> | null = null;
  /** Acts on their way to the desk: the call ends after them. */
  #noting: Promise<unknown> = Promise.resolve();
  readonly middle: Middle;
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
      used: (act) => this.middle.act(act),
    });
    this.middle = new Middle((target, query, act) => this.#note(target, query, act));
    this.search = new Search(desk, {
      selected: (row, byHand) => this.#open(row, byHand),
      holds: () => this.danger !== null,
      keeps: () => this.middle.byHand,
      // A note for the editors that could not be taken is no reason to disturb a call.
      settled: (text) => void desk.settleQuery(this.call?.id ?? null, text).catch(() => {}),
      failed,
    });
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
    conversation.search.restore(call.query, targetOf(call));
    if (call.procedure) conversation.#open({ kind: 'procedure', id: call.procedure }, false);
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

  /** The surest warning of danger: while it stands nothing opens by itself, and what has is out of sight. */
  get danger(): EmergencyWarning | null {
    return this.middle.byHand ? null : (this.watch.warnings.find(({ certainty }) => certainty === 'strong') ?? null);
  }

  /** Another way than the list led to this article: a link, what was read before. */
  read(id: string): void {
    this.middle.show({ kind: 'procedure', id }, { query: '', byHand: true });
    this.#showArticle(id);
  }

  /** Of the article that is seen: it is outdated. */
  async flag(): Promise<void> {
    if (!this.danger) await this.reader.flag(this.search.text);
  }

  /** Of the article that is seen. */
  async toggleFavourite(): Promise<void> {
    if (!this.danger) await this.reader.toggleFavourite();
  }

  /** That an article is missing. False where the query may hold a caller's data; a fault is shown like any other. */
  async reportMissing(): Promise<boolean> {
    let kept = false;
    await this.#tried(async () => void (kept = await this.desk.reportMissing(this.search.text)));
    return kept;
  }

  /** A paper or a text of this was given to the resident. */
  handed(handout: Handout, act: 'printed' | 'messaged'): void {
    const target: Target = handout.kind === 'ticket' ? { kind: 'ticket', id: handout.number } : { kind: 'procedure', id: handout.procedure };
    if (isSame(this.middle.open, target)) this.middle.act(act);
    else this.#note(target, '', act);
  }

  /** None where nothing is sure. */
  #open(row: Opened | null, byHand: boolean): void {
    const stood = this.middle.hasStood;
    this.middle.show(row, { query: this.search.text, byHand });
    if (row?.kind === 'procedure') return this.#showArticle(row.id, row.hit?.section);
    this.reader.close();
    // What stood there long enough to be told to the caller stays the call's until something else opens.
    if (row || !stood) this.#change({ procedure: null, elsewhere: row?.kind === 'elsewhere' ? row.id : null });
  }

  #showArticle(id: string, section?: Section): void {
    this.reader.open(id, section);
    if (this.call?.procedure !== id || this.call.elsewhere) this.#change({ procedure: id, elsewhere: null });
  }

  /** The desk learns from it; in a call it counts as read. */
  #note(target: Target, query: string, act: DeliberateAct): void {
    const { call } = this;
    if (call && target.kind === 'procedure') this.#addRead(target.id);
    const noted = this.desk.noteUse(call?.id ?? null, target, query, act);
    // What was not learnt is no reason to disturb a call; what was may end it otherwise.
    this.#noting = Promise.all([this.#noting, noted.then(() => this.#keep(), () => {})]);
  }

  /** The list knows its title before the article itself is there. */
  #addRead(id: string): void {
    const { open } = this.middle;
    const known = [this.reader.article?.procedure, open?.kind === 'procedure' ? open.hit : null].find((one) => one?.id === id);
    if (known && !this.articles.some((article) => article.id === id)) this.articles = [...this.articles, { id, title: known.title }];
  }

  /** Begins a call here, with what has been searched and read already. Once, however often it is asked for meanwhile. */
  async begin(): Promise<boolean> {
    if (this.call) return true;
    this.#beginning ??= this.#tried(async () => {
      const begun = await this.desk.openCall();
      const { open } = this.middle;
      this.call = { ...begun, procedure: this.reader.id, elsewhere: open?.kind === 'elsewhere' ? open.id : null };
      this.#keep();
    }).finally(() => (this.#beginning = null));
    return this.#beginning;
  }

  /** F4: the ticket. Its service is the one that is open or surely meant, else what the desk makes of the query and a chosen article. */
  async openTicket(): Promise<void> {
    const service = this.#meantService();
    if (this.ticket && !this.ticket.saved) {
      // A kind alone was a first guess; what is told of the matter stays with its kind.
      if (service && (!this.ticket.service || this.ticket.isUntold)) this.ticket.chooseService(service);
      return;
    }
    await this.#tried(async () => {
      if (!this.call && !(await this.begin())) return;
      if (!this.call) return;
      const article = this.#chosenArticle();
      const draft = await this.desk.proposeTicket(this.call.id, this.search.text, article);
      this.ticket = new TicketEditor(this.desk, draft, this.services);
      if (service) this.ticket.chooseService(service);
      if (service === this.middle.open?.id || article) this.middle.act('ticket_begun');
    });
  }

  /** Never what only an older query meant. */
  #meantService(): string | null {
    const { open, byHand } = this.middle;
    const meant = byHand && !this.search.pending ? open : this.search.best;
    return meant?.kind === 'service' ? meant.id : null;
  }

  /** Not one that nobody chose. */
  #chosenArticle(): Target | null {
    const { open, byHand } = this.middle;
    return byHand && open?.kind === 'procedure' ? { kind: open.kind, id: open.id } : null;
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
    this.middle.stays();
    let ended: EndedCall | null = null;
    await this.#tried(async () => {
      await this.#noting;
      this.#keep();
      await this.autosave.flush();
      ended = await this.desk.endCall(call.id);
      await this.autosave.stop();
    });
    return ended;
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
    const unread = this.danger ? { procedure: null, elsewhere: null } : {};
    return { ...this.call, ...unread, query: this.search.text, ticked: this.#ticked };
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

/** What was open when the call was left. */
function targetOf({ procedure, elsewhere }: Call): Target | null {
  if (elsewhere) return { kind: 'elsewhere', id: elsewhere };
  return procedure ? { kind: 'procedure', id: procedure } : null;
}
