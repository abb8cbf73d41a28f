import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePart } from './percent.ts';

describe('percent-encoding', () => {
  it('[PCT-1] encodes what does not stand for itself in a part', () => {
    expect(encodePart('a/b?c#d e%é😀')).toBe('a%2Fb%3Fc%23d%20e%25%C3%A9%F0%9F%98%80');
  });
  it('[PCT-2] never throws, and keeps whole pairs', () => {
    const unit = fc.constantFrom('a', ' ', '/', '%', 'é', '\u0800', '\uffff', '😀');
    fc.assert(fc.property(fc.string({ unit }), (text) => decodeURIComponent(encodePart(text)) === text));
    expect([encodePart('\ud83d'), encodePart('x\ude00\ud83dy')]).toEqual(['%EF%BF%BD', 'x%EF%BF%BD%EF%BF%BDy']);
  });
});
