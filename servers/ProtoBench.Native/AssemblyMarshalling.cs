using System.Runtime.CompilerServices;

// Every native signature here is blittable; without the marshaller a wrong one is a compile error instead of a silent copy.
[assembly: DisableRuntimeMarshalling]
