/** Passes over a file until a process is warm, and seconds that are measured after them. */
const WARM_SECONDS = 1;
const MEASURED_SECONDS = 1;

/**
 * Messages a second once the process is warm: the file is looked at again and again, each time as if for the first time,
 * as a worker does with its topic; the first pass over a small file mostly measures the compiler.
 * @param makeFind gives what looks at one message, with nothing remembered
 * @param seconds the time since any fixed moment
 */
export function warmSpeed<Message>(
  messages: readonly Message[],
  makeFind: () => (message: Message) => unknown,
  seconds: () => number,
): number {
  for (const until = seconds() + WARM_SECONDS; seconds() < until; ) pass(messages, makeFind());
  const began = seconds();
  let passes = 0;
  do {
    pass(messages, makeFind());
    passes++;
  } while (seconds() - began < MEASURED_SECONDS);
  return Math.round((messages.length * passes) / (seconds() - began));
}

function pass<Message>(messages: readonly Message[], find: (message: Message) => unknown): void {
  for (const message of messages) find(message);
}
