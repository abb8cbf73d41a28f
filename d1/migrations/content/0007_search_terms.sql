-- What a package is found by beside its title: description, keywords, identifiers, titles of its parts.
ALTER TABLE packages ADD COLUMN terms TEXT NOT NULL DEFAULT '';
