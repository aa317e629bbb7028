/** The name of an alias of a customer managed key, or of one that AWS manages. */
export const aliasPattern = /^alias\/[a-zA-Z0-9/_-]{1,250}$/;
