/** The account and the region that everything in tests is in, and an account of somebody else. */
export const account = "111122223333";
export const otherAccount = "444455556666";
export const region = "eu-west-1";
export const here = { region, account };
