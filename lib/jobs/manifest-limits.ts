/** Label attributes in the lines of one manifest. */
export const mostLabelsInManifest = 10;
