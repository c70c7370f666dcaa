// The only door to the desk: everything else in the window speaks to it through `Desk`, so that tests can stand in.
import { commands, type Failure } from './contract';
import { sentences } from '../text/errors';

export type Desk = typeof commands;
export const desk: Desk = commands;

/** What a command rejected with. Anything unforeseen is a fault of the desk, with its words kept for support. */
export function asFailure(error: unknown): Failure {
  const known = typeof error === 'object' && error !== null && 'code' in error && String(error.code) in sentences;
  return known ? (error as Failure) : { code: 'storage', detail: error instanceof Error ? error.message : String(error) };
}
