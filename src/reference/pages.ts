import type { ReferenceParts } from './reference-parts.ts';

const NOTE = '<!-- Made by `npm run docs` from the code: edit the code instead. -->';

/** The page of all settings. */
export function configurationPage({ configuration }: Pick<ReferenceParts, 'configuration'>): string {
  return `${NOTE}

# Settings

What \`sigilo.yaml\` may say. Unknown words are errors, and all faults are reported at once. Each text or number outside a list can be set by an environment variable instead: \`kafka.groupId\` is \`SIGILO_KAFKA_GROUP_ID\`. Paths are relative to the file. An editor that knows [JSON Schema](../schemas/config.schema.json) completes and checks the file when its first line is

\`\`\`yaml
# yaml-language-server: $schema=…/schemas/config.schema.json
\`\`\`

${configuration}
`;
}

/** The page of what a policy may say. */
export function policyPage(parts: Pick<ReferenceParts, 'type-treatments' | 'shapes' | 'profiles'>): string {
  return `${NOTE}

# Policies

A policy declares what happens to each place of a record; [chat-message](../schemas/chat-message.policy.yaml) and [clinical-message](../schemas/clinical-message.policy.yaml) are complete examples. An editor that knows [JSON Schema](../schemas/policy.schema.json) completes and checks a policy when its first line is \`# yaml-language-server: $schema=./policy.schema.json\`. \`sigilo plan\` tells the rest: which fields a schema has, and whether the treatments fit their types.

## What a treatment makes of a type

The columns are the treatments, the cells the type in the sink. \`same\`: type, logical type and name stay. \`–\`: the pair is refused when the policy is compiled. \`drop\` is allowed everywhere, and the field is then not in the sink schema. A union is treated branch by branch; branches that become equal collapse, in their order. A dropped branch becomes null, and needs null in the union. Map keys are kept by a shape, redacted, tokenized or generalized; keys that become equal get \`#2\`, \`#3\` in the order of the source. A default that no longer fits becomes null where null comes first, and is left out elsewhere.

${parts['type-treatments']}

## What a kept value must look like

Text, bytes and fixed are kept only by a shape; a value of another shape is quarantined (\`unexpected_shape\`). Numbers, booleans and enums need none.

${parts.shapes}

## What a profile asks for

A profile is a legal floor: a treatment that leaves more than it allows is an error. From least to most is left: \`drop\`, \`redact\`, \`tokenize\`, \`detect\` and \`generalize\`, \`keep\`. It is a check, not legal advice.

${parts.profiles}
`;
}

/** The page of all error codes and reasons. */
export function errorPage(parts: Pick<ReferenceParts, 'error-codes' | 'reasons' | 'explanations'>): string {
  return `${NOTE}

# Errors

Every error has a code, and every quarantined record a reason. \`sigilo explain CODE\` prints what stands here.

## Error codes

${parts['error-codes']}

## Reasons for the quarantine

${parts.reasons}

## Each at length

${parts.explanations}
`;
}
