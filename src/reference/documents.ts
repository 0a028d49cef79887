import { configJsonSchema } from './config-schema.ts';
import { configurationPage, errorPage, policyPage } from './pages.ts';
import { policyJsonSchema } from './policy-schema.ts';
import { referenceParts } from './reference-parts.ts';

/** Every generated file by its path from the repository's root. */
export function referenceFiles(): Readonly<Record<string, string>> {
  const parts = referenceParts();
  return {
    'docs/configuration.md': configurationPage(parts),
    'docs/errors.md': errorPage(parts),
    'docs/policy.md': policyPage(parts),
    'schemas/config.schema.json': `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
    'schemas/policy.schema.json': `${JSON.stringify(policyJsonSchema(), null, 2)}\n`,
  };
}

/** Handwritten documents that hold generated parts between markers. */
export const MARKED_FILES: readonly string[] = ['README.md'];
