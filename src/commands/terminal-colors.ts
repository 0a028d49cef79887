import pc from 'picocolors';

/** Colours for standard output: off when it is no terminal or NO_COLOR is set (picocolors alone would colour in CI logs). */
export function terminalColors(): ReturnType<typeof pc.createColors> {
  return pc.createColors(process.stdout.isTTY === true && pc.isColorSupported);
}
