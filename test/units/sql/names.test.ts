import { describe, expect, test } from '@jest/globals';
import { makeIndexName, makePostgresName, splitIdentifier, truncateName } from '../../../src/sql/model/names.ts';

// The expected names were printed by Django 5.2's own functions.
const longTable = 'a_very_long_application_label_with_a_very_long_model_name_in_it';
const longColumn = 'an_equally_long_column_name_for_the_reader';

describe('makeIndexName', () => {
  test.each([
    ['clinic_visit', ['patient_id'], '', 63, 'clinic_visit_patient_id_fbdb2c86'],
    ['clinic_visit', ['patient_id', 'day'], '_uniq', 63, 'clinic_visit_patient_id_day_8c174425_uniq'],
    ['library_loan', ['reader_id'], '_fk_library_reader_card_number', 63, 'library_loan_reader_id_4adb4474_fk_library_reader_card_number'],
    [
      longTable,
      [longColumn],
      '_fk_library_reader_card_number_of_the_reader',
      63,
      'a_very_long_applicat_an_equally_long_colu_ba26af71_fk_library_r',
    ],
    ['library_loan', ['title'], '_like', 30, 'library_l_title_cdfadf04_l'],
    ['2nd_hand_library_of_the_town_hall_loan_record', ['title'], '_like', 30, 'D2nd_hand__title_b3c7bf63_'],
    ['"archive"."loan"', ['title'], '_like', 63, 'loan_title_ffed4192_like'],
  ])('%s %j %s within %d', (table, columns, suffix, limit, expected) => {
    expect(makeIndexName(table, columns, suffix, limit)).toBe(expected);
  });
});

test('a long table name keeps its namespace and ends in a digest', () => {
  const table = 'library_reservation_of_an_interlibrary_loan_by_a_reader_of_another_town';
  const short = 'library_reservation_of_an_interlibrary_loan_by_a_reader_of_5e71';
  expect(truncateName(table, 63)).toBe(short);
  expect(truncateName(`"archive"."${table}"`, 63)).toBe(`archive"."${short}`);
  expect(truncateName(table, undefined)).toBe(table);
});

test('an identifier splits into namespace and name', () => {
  expect(splitIdentifier('"archive"."loan"')).toEqual(['archive', 'loan']);
  expect(splitIdentifier('"loan"')).toEqual(['', 'loan']);
});

describe('makePostgresName', () => {
  test('shortens the longer part first', () => {
    expect(makePostgresName('library_loan', 'title', 'key')).toBe('library_loan_title_key');
    // SELECT conname after CREATE TABLE on PostgreSQL 15
    expect(makePostgresName(longTable, longColumn, 'key')).toBe('a_very_long_application_label_an_equally_long_column_name_f_key');
  });
  test('counts up when the name is taken', () => {
    expect(makePostgresName('library_loan', 'days', 'check', (name) => name === 'library_loan_days_check')).toBe(
      'library_loan_days_check1',
    );
  });
});
