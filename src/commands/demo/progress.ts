import { Presets, SingleBar } from 'cli-progress';

/** Tells people on standard error how far the demo is; standard output is left to the report. */
export interface DemoProgress {
  step(text: string): void;
  start(total: number): void;
  update(done: number): void;
  stop(): void;
}

/** A bar where standard error is a terminal, plain lines elsewhere. */
export function createProgress(stream: NodeJS.WriteStream): DemoProgress {
  const format = 'demo: sanitizing {bar} {percentage}% | {value}/{total} records | {duration_formatted}';
  const bar = new SingleBar({ format, stream, noTTYOutput: false, hideCursor: true }, Presets.shades_classic);
  return {
    step: (text) => stream.write(`demo: ${text}\n`),
    start: (total) => {
      if (stream.isTTY) bar.start(total, 0);
      else stream.write('demo: sanitizing\n');
    },
    update: (done) => bar.update(done),
    stop: () => bar.stop(),
  };
}
