import { hash } from 'node:crypto';

/** The parts of a CycloneDX document of npm that are read or changed here. */
interface Bom {
  readonly metadata: {
    readonly timestamp?: string;
    readonly component: { readonly name: string; readonly purl: string };
  };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly hashes?: readonly { readonly alg: string }[];
  readonly licenses?: readonly unknown[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** Words for npm. Without `--omit dev`: it leaves out production packages that a development package needs too. */
export const BOM_COMMAND = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--loglevel', 'error'];

/** Licences of packages whose package.json names none: read in the LICENSE file of this version. */
export const LICENCES_BY_FILE: Readonly<Record<string, string>> = {
  '@kafkajs/confluent-schema-registry@4.1.0': 'MIT',
};

/**
 * Makes npm's bill of materials one of the production packages that is the same for the same packages: no time, a serial
 * number that follows from the content, Sigilo's name instead of its folder's, and the licences that npm does not find.
 */
export function productionBom(bom: Bom): Bom & { readonly serialNumber: string } {
  const { timestamp: _time, ...metadata } = bom.metadata;
  const name = metadata.component.purl.replace(/^pkg:npm\//, '').replace(/@[^@]*$/, '');
  const components = bom.components.filter((each) => !isDevelopment(each)).map(withLicence);
  const left = new Set(bom.components.filter(isDevelopment).map((each) => each['bom-ref']));
  const content = {
    ...bom,
    serialNumber: '',
    metadata: { ...metadata, component: { ...metadata.component, name } },
    components,
    dependencies: bom.dependencies
      .filter(({ ref }) => !left.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => !left.has(each)) })),
  };
  return { ...content, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}` };
}

function isDevelopment({ properties = [] }: Component): boolean {
  return properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
}

function withLicence(component: Component): Component {
  const id = LICENCES_BY_FILE[`${component.name}@${component.version}`];
  if (id === undefined || (component.licenses ?? []).length > 0) return component;
  return { ...component, licenses: [{ license: { id } }] };
}

/** A UUID of version 8: its bits are a hash. */
function uuidOf(text: string): string {
  const digits = hash('sha256', text);
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 3) | 8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    variant + digits.slice(17, 20),
    digits.slice(20, 32),
  ].join('-');
}
