using System.Runtime.CompilerServices;

// Kernels keep what they need on the stack, and all of it is written before it is read: filling it with zeros first took more time than a small kernel.
[module: SkipLocalsInit]
