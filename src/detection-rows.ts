import type { UserRecognizer } from './core/detect/user/user-recognizer.ts';
import type { DetectionRules } from './core/policy/detection-rules.ts';
import type { CoverageRow } from './core/policy/plan.ts';
import { visibleText } from './core/visible-text.ts';

/** What stands in a row between what a recognizer looks for and the words that must announce it. */
export const CUES = ' after one of ';
/** What holds while no row says otherwise: beginnings of paths of detection rows, and the treatment without them. */
export const WITHOUT_ROW = {
  '(recognizer ': 'not looked for',
  '(allowed ': 'detect',
  '(language)': 'told from each text',
  '(other languages)': 'redact the whole text',
} as const;

/**
 * What a policy says of the search in free text, as rows for the coverage table: one for each recognizer and each allowed
 * text, and one for the language and for other languages where the policy names them.
 */
export function detectionRows({ recognizers, allow, language, otherLanguage }: DetectionRules): readonly CoverageRow[] {
  const rows = [
    ...recognizers.map((each) => textRow(`(recognizer ${each.name})`, describeRecognizer(each), 'recognizers')),
    ...allow.map((text) => textRow(`(allowed ${JSON.stringify(text)})`, 'keep', 'allow')),
  ];
  if (language !== null) {
    const told = 'const' in language ? `${language.const} in all texts` : `told by ${language.field}`;
    rows.push(textRow('(language)', told, 'language'));
  }
  if (language !== null || otherLanguage !== 'redact') {
    const treatment = otherLanguage === 'redact' ? WITHOUT_ROW['(other languages)'] : 'detect as in all texts';
    rows.push(textRow('(other languages)', treatment, 'otherLanguage'));
  }
  return rows;
}

function textRow(path: string, treatment: string, why: string): CoverageRow {
  return { path: visibleText(path), type: 'text', treatment: visibleText(treatment), sinkType: '-', why };
}

/** In full: two recognizers that find anything else are written differently. */
function describeRecognizer({ entity, form, check, cues }: UserRecognizer): string {
  const checked = check === null ? '' : `, check ${check}`;
  const announced = cues.length === 0 ? '' : `${CUES}${cues.join(', ')}`;
  return `find ${entity}: ${describeForm(form)}${checked}${announced}`;
}

function describeForm(form: UserRecognizer['form']): string {
  if ('pattern' in form) return `pattern ${form.pattern}`;
  const { prefix, fewest, most } = form;
  const digits = fewest === most ? `${most} digits` : `${fewest} to ${most} digits`;
  return prefix === '' ? digits : `${prefix} and ${digits}`;
}
