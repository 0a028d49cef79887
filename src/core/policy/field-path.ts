/**
 * One step of a field path: a record's field, a union branch by name, an array's items, a map's keys or values.
 * Written `sender<br.sigilo.chat.Clinician>.crm`, `phones[]`, `metadata{key}`, `metadata{value}`.
 */
export type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'branch'; readonly name: string }
  | { readonly kind: 'items' }
  | { readonly kind: 'key' }
  | { readonly kind: 'value' };

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;
const FULL_NAME = /^<([A-Za-z_][A-Za-z0-9_.]*)>/;

/** Reads a field path; gives the steps, or a sentence that says where it is wrong. */
export function parseFieldPath(text: string): readonly Step[] | string {
  const steps: Step[] = [];
  let rest = text;
  let expectName = true;
  while (rest.length > 0) {
    const at = text.length - rest.length + 1;
    if (expectName) {
      const name = NAME.exec(rest)?.[0];
      if (!name) return `path "${text}": a field name is expected at character ${at}`;
      steps.push({ kind: 'field', name });
      rest = rest.slice(name.length);
      expectName = false;
    } else if (rest.startsWith('.')) {
      rest = rest.slice(1);
      expectName = true;
    } else if (rest.startsWith('[]')) {
      steps.push({ kind: 'items' });
      rest = rest.slice(2);
    } else if (rest.startsWith('{key}')) {
      steps.push({ kind: 'key' });
      rest = rest.slice(5);
    } else if (rest.startsWith('{value}')) {
      steps.push({ kind: 'value' });
      rest = rest.slice(7);
    } else {
      const branch = FULL_NAME.exec(rest);
      if (!branch) return `path "${text}": character ${at} fits none of .field [] {key} {value} <Branch>`;
      steps.push({ kind: 'branch', name: branch[1] as string });
      rest = rest.slice(branch[0].length);
    }
  }
  return expectName ? `path "${text}" must not be empty or end with a dot` : steps;
}

/** The key of a step inside a rule tree; distinct for every distinct step. */
export function stepKey(step: Step): string {
  switch (step.kind) {
    case 'field':
      return `.${step.name}`;
    case 'branch':
      return `<${step.name}>`;
    case 'items':
      return '[]';
    case 'key':
      return '{key}';
    case 'value':
      return '{value}';
  }
}

/** Appends a step to a written path: `patient` + field name -> `patient.name`. */
export function appendStep(path: string, key: string): string {
  return path === '' && key.startsWith('.') ? key.slice(1) : path + key;
}
