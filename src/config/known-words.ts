import { z } from 'zod';
import { settingsSchema } from './settings.ts';
import type { Path } from './yaml-document.ts';

/** The words that `sigilo.yaml` knows at a path; none where it knows no mapping. */
export function knownWords(path: Path): readonly string[] {
  let schema = unwrapped(settingsSchema);
  for (const step of path) {
    const next = typeof step === 'number' ? elementOf(schema) : shapeOf(schema)[step];
    if (next === undefined) return [];
    schema = unwrapped(next);
  }
  return Object.keys(shapeOf(schema));
}

/** Without defaults and the like around it. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
    inner = inner.unwrap();
  }
  return inner;
}

function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  return schema instanceof z.ZodObject ? (schema.shape as Record<string, z.core.$ZodType>) : {};
}

function elementOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  return schema instanceof z.ZodArray ? schema.element : undefined;
}
