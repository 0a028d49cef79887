/** One line of output (null: nothing is printed for this line), or why there is none. */
export type Redacted =
  | { readonly text: string | null }
  | { readonly fault: string; readonly code: 'input.invalid' | 'input.quarantined' };
