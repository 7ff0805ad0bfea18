// Classes run beside each other, the tests of one class in turn: those that count this process's threads and
// descriptors say DoNotParallelize.
[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.ClassLevel)]
