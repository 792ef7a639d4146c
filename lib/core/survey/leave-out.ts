/** The answer to an `installation` question by which it and its domains are left alone. */
export const LEAVE_OUT = "leave-out";
