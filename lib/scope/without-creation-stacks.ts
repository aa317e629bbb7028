/**
 * Makes a resource of CDKTF's without noting where each of its tokens was made. A bucket has fifteen tokens for settings that
 * nobody sets any more, and taking their stack traces takes half of the time that a workflow takes to be built (decision 87).
 *
 * @param make makes nothing but the resource: what it throws keeps its own stack trace
 */
export function withoutCreationStacks<Resource>(make: () => Resource): Resource {
  const own = Object.getOwnPropertyDescriptor(Error, "captureStackTrace")!;
  // CDKTF takes no stack for none.
  Error.captureStackTrace = () => {};
  try {
    return make();
  } finally {
    Object.defineProperty(Error, "captureStackTrace", own);
  }
}
