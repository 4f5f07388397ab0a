/** The Probot app: webhooks in, commands out. Answers at once; the work goes on behind. */
import type { Probot } from 'probot';
import type { Command } from './job.ts';
import { eventNames, readEvent } from './read-event.ts';

/** Where commands go: a queue in this process now, a durable one later. Must not wait for the work. */
export type Accept = (command: Command) => void | Promise<void>;

/** Registers the handlers. `appId` tells our own check runs from those of other Apps. */
export function registerHandlers(probot: Probot, appId: number, accept: Accept): void {
  for (const name of eventNames) {
    probot.on(name, async ({ id, payload }) => {
      for (const command of readEvent({ id, name, payload }, appId)) await accept(command);
    });
  }
}
