/** ISO 8601, from years to seconds with fractions (SCORM 2004 RTE 4th Edition, 4.1.1.7; IEEE 1484.12.1, duration). */
export const ISO_DURATION = /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;
