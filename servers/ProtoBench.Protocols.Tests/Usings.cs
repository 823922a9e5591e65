global using ProtoBench.Tests;
global using Xunit;
