import { InvalidArgumentError } from 'commander';

/** Reads an option that must be a whole number in a range, both ends included. */
export function wholeNumber(lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= lowest && number <= highest) return number;
    throw new InvalidArgumentError(`a whole number from ${lowest} to ${highest} is needed`);
  };
}
