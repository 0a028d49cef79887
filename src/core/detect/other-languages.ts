/**
 * Everyday words of languages that the detector was not made for, which Portuguese, English and Spanish do not have, folded.
 * A few dozen a language are enough: every third word of a sentence is among them. Source: custom; own choice.
 */
export const OTHER_LANGUAGES: readonly string[] = [
  // French
  ...'je nous vous elles est sont etes suis avec pour dans mais tres une des les cette ces mon ton votre notre leur'.split(
    ' ',
  ),
  ...'ne pas plus qui quoi bonjour merci docteur depuis aussi jour mal besoin peux avoir faire oui rendez chez'.split(
    ' ',
  ),
  // Haitian Creole
  ...'mwen ou yo nou pou gen nan ak kisa kijan kote pitit lopital doule tanpri mesi bonswa bonjou pa ki sa fe tet'.split(
    ' ',
  ),
  // Italian
  ...'sono siamo che della delle degli nella perche anche molto grazie buongiorno dottore vorrei ho hai abbiamo questo'.split(
    ' ',
  ),
  ...'questa mia mio suo sua non piu giorno dolore appuntamento quando come posso il gli'.split(' '),
  // German
  ...'ich du wir ihr sie ist sind habe haben und nicht der die das ein eine mit fur auf mein meine bitte danke arzt'.split(
    ' ',
  ),
  ...'schmerzen guten tag termin seit auch wie kann wenn aber noch heute morgen krankenhaus'.split(' '),
  // Dutch
  ...'ik jij wij zijn heb hebben niet een het van voor met mijn dank dokter afspraak pijn vandaag ook maar goed'.split(
    ' ',
  ),
  // Polish
  ...'jestem jest mam nie tak dziekuje prosze lekarz bol dzien dobry moja moj wizyta czy jak ale sie od przez'.split(
    ' ',
  ),
  // Romanian
  ...'sunt este avem multumesc doctorul durere buna ziua vreau trebuie pentru foarte acum cum si dar din mea meu nu'.split(
    ' ',
  ),
  // Turkish
  ...'ben sen biz var yok icin cok tesekkurler doktor agri merhaba randevu istiyorum bir ve ama degil benim ne'.split(
    ' ',
  ),
  // Vietnamese
  ...'toi ban khong cam bac si dau hen lich xin chao duoc nay mot nhung rat con'.split(' '),
  // Tagalog
  ...'ako ikaw kami hindi salamat po doktor masakit ang mga ng sa ay para kung lang naman opo ba'.split(' '),
];
