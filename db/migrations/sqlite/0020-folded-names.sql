-- Names of authors stored before 0012 as search folds them: `fold_names` is the program's own `foldAuthor`.
UPDATE author SET words = fold_names(display_name, handle) WHERE words <> fold_names(display_name, handle);
