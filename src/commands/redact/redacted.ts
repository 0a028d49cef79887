/** One line of output, or why there is none. */
export type Redacted =
  | { readonly text: string }
  | { readonly fault: string; readonly code: 'input.invalid' | 'input.quarantined' };
