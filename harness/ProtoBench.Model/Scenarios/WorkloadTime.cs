namespace ProtoBench.Model.Scenarios;

/// <summary>
/// A time that only one kind of workload takes, over and over again in a trial: its driver keeps a distribution of it in
/// <see cref="Measurements.Measurement.Times"/>.
/// </summary>
/// <param name="Key">Its name in files, unlike that of any other figure or time: lower-case letters, digits and hyphens.</param>
/// <param name="Title">Its name for people: <c>first message</c>.</param>
/// <param name="Meaning">
/// From when until when it goes, as a clause: <c>from opening the stream until its first message was read</c>.
/// </param>
internal sealed record WorkloadTime(string Key, string Title, string Meaning);
