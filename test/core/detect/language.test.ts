import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../src/core/detect/detector.ts';
import { isOtherTag } from '../../../src/core/detect/language.ts';
import { readKnowledge } from '../../../src/knowledge-files.ts';

const detector = createDetector({ knowledge: readKnowledge() });

function isOther(text: string): boolean {
  detector.find(text, []);
  return detector.wasOtherLanguage();
}

describe('the language of a text', () => {
  it.each([
    'Bonjour docteur, je voudrais prendre un rendez-vous pour ma fille',
    'Buongiorno, sono la mamma di Luca, vorrei un appuntamento',
    'Ich habe seit gestern starke Schmerzen im Rücken',
    'Bonjou doktè, pitit mwen an gen lafyèv depi yè',
    'Ik heb een afspraak met de dokter morgen',
    'Dzień dobry, chciałbym umówić wizytę u lekarza',
    'Bună ziua, sunt Ioana și vreau o programare',
    'Merhaba doktor, benim karnım çok ağrıyor',
    'Tôi bị đau đầu và sốt từ hôm qua',
    'Magandang umaga po doktor, masakit ang ulo ko',
    'Здравствуйте, меня зовут Ольга',
    '你好,我叫王芳',
    'مرحبا دكتور',
  ])('is another one: %s', (text) => {
    expect(isOther(text)).toBe(true);
  });

  it.each([
    'bom dia, queria remarcar a consulta da minha mãe',
    'hi can i get a refill of my lisinopril please',
    'hola, me duele la cabeza desde ayer',
    'ok',
    'merci!',
    'Nguyễn Thị Minh Khai',
    'Oumaima El Idrissi, Z3588772H',
    'losartana 50mg 12/12h, HCTZ 25mg, AAS 100mg',
    'FC 78 PA 12x8 SpO2 98% Tax 36,5',
    'kkkkkkk tb acho blz vlw',
    '👍👍👍',
    '',
  ])('is none that is foreign: %s', (text) => {
    expect(isOther(text)).toBe(false);
  });

  it.each([
    ['pt', false],
    ['pt-BR', false],
    ['EN_us', false],
    ['es-419', false],
    ['fr', true],
    ['ht', true],
    ['POR', false],
    ['', null],
    ['und', null],
    ['mul', null],
    ['Portuguese', null],
    ['1', null],
  ])('is told by the tag %s', (tag, expected) => {
    expect(isOtherTag(tag)).toBe(expected);
  });
});
