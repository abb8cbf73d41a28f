import { expect, it } from 'vitest';
import { directionOf } from './direction.ts';

it('[UI-9] the direction of a language is that of its script', () => {
  const tags = ['en', 'ar-EG', 'he', 'az-Arab', 'az', 'ur', 'zh-Hant', 'ks-Deva'];
  expect(tags.map(directionOf)).toEqual(['ltr', 'rtl', 'rtl', 'rtl', 'ltr', 'rtl', 'ltr', 'ltr']);
  expect(directionOf('not a tag')).toBe('ltr');
});
