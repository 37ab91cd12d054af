// Languages and scripts: other forms in every language of Snowball, pairs of characters, accents, apostrophes, synonyms.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildIndex, page } from './collection.mjs';
import { openIndex } from './engine.mjs';

const paths = async (search, query) => (await search(query)).hits.map((hit) => hit.path);

// A form that one topic uses, and one that another topic and the reader use.
const FORMS = [
  ['ar', 'الكتاب هنا', 'كتاب'], ['da', 'Alle bygninger lukkes', 'bygning'], ['nl', 'Alle gebouwen sluiten', 'gebouw'],
  ['en', 'Recovering the servers', 'recover'], ['fi', 'Hätäuloskäynti on talossa', 'talo'], ['fr', 'Les réunions de crise', 'réunion'],
  ['de', 'In den Gebäuden', 'Gebäude'], ['el', 'του δρόμου', 'δρόμος'], ['hu', 'a házban', 'ház'], ['it', 'i servizi essenziali', 'servizio'],
  ['nb', 'Alle bygninger stenges', 'bygning'], ['pt', 'os serviços essenciais', 'serviço'], ['ro', 'telefonul de gardă', 'telefon'],
  ['ru', 'перезапуск сервера', 'сервер'], ['es', 'los servicios esenciales', 'servicio'], ['sv', 'alla bilar', 'bil'],
  ['ta', 'வீடுகள் மூடப்பட்டன', 'வீடு'], ['tr', 'bütün binalar', 'bina'],
];

test('another form of a word is found in every language of Snowball', async (t) => {
  for (const [language, text, query] of FORMS) {
    const search = openIndex(await buildIndex(t, [page('none.html', '?', '12345'), page('form.html', '!', text), page('word.html', '!', query)], language));
    assert.deepEqual((await paths(search, `${query} `)).sort(), ['form.html', 'word.html'], language);
  }
});

test('texts without blanks are found by any two characters in a row', async (t) => {
  const search = openIndex(await buildIndex(t, [
    page('ja.html', '防災計画', '地震のときは机の下に入る。'), page('zh.html', '业务连续性', '打开应急电话簿。'),
    page('th.html', 'แผนฉุกเฉิน', 'โทรหาผู้จัดการทันที'), page('ko.html', '업무 연속성', '비상 연락망을 연다.'),
  ]));
  for (const [query, path] of [['机の下', 'ja.html'], ['防災', 'ja.html'], ['应急电话', 'zh.html'], ['ผู้จัดการ', 'th.html'], ['연락망', 'ko.html'], ['"电话簿"', 'zh.html']]) {
    assert.equal((await paths(search, query))[0], path, query);
  }
  assert.deepEqual(await paths(search, '"簿话电"'), []);
});

test('accents, case and apostrophes of any kind do not matter', async (t) => {
  const search = openIndex(await buildIndex(t, [page('a.html', 'L’équipe d\'astreinte', 'Œuvre, naïveté, İstanbul, Straße. Can’t wait.'), page('b.html', 'Else', 'Nothing.')]));
  for (const query of ['equipe', 'ÉQUIPE', 'oeuvre', 'naivete', 'istanbul', 'strasse', 'cant wait', "can't wait", 'can‘t wait']) {
    assert.equal((await paths(search, query))[0], 'a.html', query);
  }
  const french = openIndex(await buildIndex(t, [page('a.html', 'Secours', 'L’équipe d’astreinte.')], 'fr'));
  for (const query of ['équipe', "l'équipe", 'd’astreinte', 'astreinte']) assert.deepEqual(await paths(french, query), ['a.html'], query);
});

test('synonyms work both ways and count a little less than the word itself', async (t) => {
  const pages = [page('said.html', 'A', 'The power cut came at night.'), page('meant.html', 'B', 'The blackout came at night.'), page('none.html', 'C', 'Nothing came at night.')];
  const search = openIndex(await buildIndex(t, pages, 'en', [['power cut', 'blackout']]));
  assert.deepEqual(await paths(search, 'blackout '), ['meant.html', 'said.html']);
  assert.deepEqual(await paths(search, '"power cut" '), ['said.html']);
  assert.deepEqual((await paths(search, 'power cut ')).slice(0, 2), ['said.html', 'meant.html']);
  const [own, other] = (await search('blackout ')).hits;
  assert.ok(other.score < own.score);
});

test('a smaller weight comes first among equals, and never before a better match', async (t) => {
  const search = openIndex(await buildIndex(t, [
    page('second.html', 'Shut-off', 'Close the valve.', { weight: 20 }), page('first.html', 'Shut-off', 'Close the valve.', { weight: 10 }),
    page('better.html', 'Valve', 'The valve.', { weight: 9999 }), page('none.html', 'Door', 'Close the door.'),
  ]));
  assert.deepEqual((await paths(search, 'shut-off')).slice(0, 2), ['first.html', 'second.html']);
  assert.equal((await paths(search, 'valve'))[0], 'better.html');
});
