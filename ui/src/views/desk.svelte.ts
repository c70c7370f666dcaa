import type { EndedCall, Reference, Start, TicketNumber } from '../api/contract';
import type { Desk } from '../api/desk';
import { Conversation } from '../call/conversation.svelte';
import { words } from '../text/calls';
import * as pl from '../text/pl';

/** The open calls, and which of them lies before the operator. */
export class OpenDesk {
  readonly reference: Reference;
  conversations = $state.raw<Conversation[]>([]);
  current = $state.raw<Conversation>() as Conversation;
  /** "Przywrócono 2 rozmowy z 10:41" */
  restored = $state<string | null>(null);
  /** Holding and resuming, one after the other: the desk lets only one call talk. */
  #line: Promise<unknown> = Promise.resolve();

  constructor(private readonly desk: Desk, start: Start) {
    this.reference = start.reference;
    const { services } = start.reference;
    this.conversations = start.calls.map((open) => Conversation.restored(desk, services, open));
    const first = start.calls[0];
    if (first) this.restored = `Przywrócono ${words[start.settings.mode].restored(start.calls.length)} z ${pl.time(first.call.opened_at)}`;
    this.current = this.conversations.find(({ isHeld }) => !isHeld) ?? this.conversations.at(-1) ?? this.#between();
  }

  /** A new call on an empty desk, which lies there at once: a hand that types on does not wait for the disk. */
  newCall(): Promise<void> {
    this.current = this.#between();
    return this.begin();
  }

  /** What lies on the desk belongs to a call from now on. */
  begin(): Promise<void> {
    return this.#inCall((current) => current.begin());
  }

  /** F4 between calls begins one: a ticket belongs to a call. */
  openTicket(): Promise<void> {
    return this.#inCall((current) => current.openTicket());
  }

  /** A draft that corrects the sealed ticket of this number. */
  correctTicket(number: TicketNumber): Promise<void> {
    return this.#inCall((current) => current.correctTicket(number));
  }

  /** Goes on with a draft: where it is open, or else in a call that has no other. */
  async takeDraft(id: string): Promise<void> {
    const open = this.conversations.findIndex(({ ticket }) => ticket?.id === id);
    if (open >= 0) return this.switchTo(open);
    if (this.current.ticket && !this.current.ticket.saved) await this.newCall();
    await this.#inCall((current) => current.takeDraft(id));
  }

  /** Leaves a draft to the next shift: one that is open here is closed. */
  async handOver(id: string, note: string): Promise<void> {
    const open = this.conversations.find(({ ticket }) => ticket?.id === id);
    if (open) await open.handOver(note);
    else await this.desk.handOver(id, note);
  }

  /** Ctrl+Enter: saves the ticket; without one, or once it is read back, ends the call and says how. */
  async finish(): Promise<EndedCall | null> {
    const { current } = this;
    if (current.ticket && !current.ticket.saved) {
      await current.saveTicket();
      return null;
    }
    const ended = await current.end();
    if (!ended) return null;
    this.restored = null;
    this.conversations = this.conversations.filter((other) => other !== current);
    // Whoever waits goes on waiting: only the operator knows when she talks to them again.
    if (this.current === current) this.current = this.conversations.at(-1) ?? this.#between();
    return ended;
  }

  /** To another call is to talk to its caller: the one that was left waits. */
  switchTo(at: number): void {
    const wanted = this.conversations[at];
    if (!wanted || wanted === this.current) return;
    this.current = wanted;
    this.#inLine(() => this.#talkTo(wanted));
  }

  /** F8 */
  toggleHold(): void {
    const { current } = this;
    this.#inLine(() => (current.isHeld ? this.#talkTo(current) : current.hold()));
  }

  next(): void {
    const at = this.conversations.indexOf(this.current);
    this.switchTo((at + 1) % Math.max(this.conversations.length, 1));
  }

  #inLine(act: () => Promise<unknown>): void {
    this.#line = this.#line.then(act);
  }

  async #talkTo(wanted: Conversation): Promise<void> {
    if (wanted.isHeld) await wanted.resume();
    await this.#othersWait(wanted);
  }

  /** The desk has them waiting already: here their clocks learn it. */
  async #othersWait(but: Conversation): Promise<void> {
    const talking = this.conversations.filter((other) => other !== but && !other.isHeld);
    await Promise.all(talking.map((other) => other.hold()));
  }

  async #inCall(act: (current: Conversation) => Promise<unknown>): Promise<void> {
    const { current } = this;
    await act(current);
    if (current.call && !this.conversations.includes(current)) this.#take(current);
  }

  #take(conversation: Conversation): void {
    this.conversations = [...this.conversations, conversation];
    this.#inLine(() => this.#othersWait(conversation));
    // The operator may have gone on meanwhile: what lies before her stays there, and it is with its caller that she talks.
    const { current } = this;
    if (current !== conversation) this.#inLine(() => this.#talkTo(current));
  }

  #between(): Conversation {
    return new Conversation(this.desk, this.reference.services);
  }
}
