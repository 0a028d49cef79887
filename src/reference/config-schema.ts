import { z } from 'zod';
import { settingsSchema } from '../config/settings.ts';

/** A JSON Schema, as far as the reference reads it. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
}

/** The JSON Schema (draft 7) of `sigilo.yaml`, made of the same settings as its parser. */
export function configJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(settingsSchema, { target: 'draft-7', io: 'input' });
  return { $schema, title: 'Settings of Sigilo (sigilo.yaml)', ...schema } as JsonSchema;
}
