/**
 * The virus scanners' test file (EICAR, 2003): harmless, and found by every scanner. Made from two halves, so that no
 * scanner takes this program for infected.
 */
export const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

/** The line to which SpamAssassin gives 1,000 points (its rule GTUBE). */
export const GTUBE = ["XJS*C4JDBQADN1.NSBN3*2IDNEN*", "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"].join("");
