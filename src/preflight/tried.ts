import { SigiloError } from '../errors.ts';

/** The result, or the error of ours that prevented it. */
export async function tried<Result>(work: () => Result | Promise<Result>): Promise<Result | SigiloError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SigiloError) return error;
    throw error;
  }
}
