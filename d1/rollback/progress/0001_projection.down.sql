DROP TABLE dead_letters;
DROP TABLE announcements;
DROP TABLE completions;
DROP TABLE attempts;
DROP TABLE facts;
DROP TABLE watermarks;
