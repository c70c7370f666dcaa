import type { Reference, Start, TicketNumber } from '../api/contract';
import type { Desk } from '../api/desk';
import { Conversation } from '../call/conversation.svelte';
import * as pl from '../text/pl';

/** The open calls, and which of them lies before the operator. */
export class OpenDesk {
  readonly reference: Reference;
  conversations = $state.raw<Conversation[]>([]);
  current = $state.raw<Conversation>() as Conversation;
  /** "Przywrócono 2 rozmowy z 10:41" */
  restored = $state<string | null>(null);

  constructor(private readonly desk: Desk, start: Start) {
    this.reference = start.reference;
    const { services } = start.reference;
    this.conversations = start.calls.map((open) => Conversation.restored(desk, services, open));
    const first = start.calls[0];
    if (first) this.restored = `Przywrócono ${pl.counted(start.calls.length, 'rozmowę', 'rozmowy', 'rozmów')} z ${pl.time(first.call.opened_at)}`;
    this.current = this.conversations.at(-1) ?? this.#between();
  }

  /** A new call on an empty desk. */
  async newCall(): Promise<void> {
    const fresh = this.#between();
    if (await fresh.begin()) this.#take(fresh);
    else this.current.failure = fresh.failure;
  }

  /** F4 between calls begins one: a ticket belongs to a call. */
  openTicket(service?: string): Promise<void> {
    return this.#inCall((current) => current.openTicket(service));
  }

  /** A draft that corrects the sealed ticket of this number. */
  correctTicket(number: TicketNumber): Promise<void> {
    return this.#inCall((current) => current.correctTicket(number));
  }

  /** Ctrl+Enter: saves the ticket; without one, or once it is read back, ends the call. */
  async finish(): Promise<void> {
    const { current } = this;
    if (current.ticket && !current.ticket.saved) return current.ticket.save();
    if (!(await current.end())) return;
    this.restored = null;
    this.conversations = this.conversations.filter((other) => other !== current);
    if (this.current === current) this.current = this.conversations.at(-1) ?? this.#between();
  }

  switchTo(at: number): void {
    this.current = this.conversations[at] ?? this.current;
  }

  next(): void {
    const at = this.conversations.indexOf(this.current);
    this.switchTo((at + 1) % Math.max(this.conversations.length, 1));
  }

  async #inCall(act: (current: Conversation) => Promise<void>): Promise<void> {
    const { current } = this;
    await act(current);
    if (current.call && !this.conversations.includes(current)) this.#take(current);
  }

  #take(conversation: Conversation): void {
    this.conversations = [...this.conversations, conversation];
    this.current = conversation;
  }

  #between(): Conversation {
    return new Conversation(this.desk, this.reference.services);
  }
}
