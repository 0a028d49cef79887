import type { Recognizer } from '../recognizer.ts';
import { dateNumeric } from './date-numeric.ts';
import { dateSpoken } from './date-spoken.ts';
import { dateWritten } from './date-written.ts';
import { dayAndMonth } from './day-and-month.ts';
import { dayOfMonth } from './day-of-month.ts';
import { email } from './email.ts';
import { internationalPhone } from './international-phone.ts';
import { ipV4 } from './ip-v4.ts';
import { ipV6 } from './ip-v6.ts';
import { nanpPhone } from './nanp-phone.ts';
import { paymentCard } from './payment-card.ts';
import { spanishPhone } from './spanish-phone.ts';
import { unexplainedDigits } from './unexplained-digits.ts';
import { url } from './url.ts';
import { writtenToken } from './written-token.ts';

/** Recognizers that are the same in all countries, in order of precedence. */
export const GENERIC_PACK: readonly Recognizer[] = [
  writtenToken,
  url,
  email,
  ipV6,
  dateNumeric,
  dateSpoken,
  dateWritten,
  dayAndMonth,
  dayOfMonth,
  internationalPhone,
  nanpPhone,
  spanishPhone,
  ipV4,
  paymentCard,
  unexplainedDigits,
];
