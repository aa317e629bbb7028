/*
 * Stands in for the archiver that CDKTF loads, with a hundred modules of its own, to be ready for zip files of TerraformAsset: it is
 * loaded when it is called. Under jest, which loads CDKTF anew for each file of tests, that is a second each time.
 */
module.exports = (...given) => require("archiver/index.js")(...given);
