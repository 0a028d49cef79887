import { configJsonSchema } from './config-schema.ts';
import { configurationTable } from './configuration-table.ts';
import { errorCodeTable, explanationSections, reasonTable } from './error-tables.ts';
import { metricTable } from './metric-table.ts';
import { permissionTable } from './permission-table.ts';
import { floorTable, profileTable } from './profile-tables.ts';
import { shapeTable } from './shape-table.ts';
import { typeTreatmentTable } from './type-treatment-table.ts';

/** The generated parts by name, for `<!-- generated: name -->` in handwritten documents. */
export function referenceParts() {
  return {
    configuration: configurationTable(configJsonSchema()),
    'error-codes': errorCodeTable(),
    reasons: reasonTable(),
    explanations: explanationSections(),
    metrics: metricTable(),
    'type-treatments': typeTreatmentTable(),
    shapes: shapeTable(),
    permissions: permissionTable(),
    profiles: `${profileTable()}\n\n${floorTable()}`,
  } as const;
}

export type ReferenceParts = ReturnType<typeof referenceParts>;
