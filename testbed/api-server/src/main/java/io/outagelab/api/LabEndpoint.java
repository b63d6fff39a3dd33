package io.outagelab.api;

import io.grpc.stub.StreamObserver;
import io.outagelab.console.api.LabService;
import io.outagelab.contracts.testbed.v1.DescribeRequest;
import io.outagelab.contracts.testbed.v1.DescribeResponse;
import io.outagelab.contracts.testbed.v1.GetStatusRequest;
import io.outagelab.contracts.testbed.v1.GetStatusResponse;
import io.outagelab.contracts.testbed.v1.LabServiceGrpc;

/** What a lab is and how it does. */
final class LabEndpoint extends LabServiceGrpc.LabServiceImplBase {
  private final LabService lab;

  /** Tells of this lab. */
  LabEndpoint(LabService lab) {
    this.lab = lab;
  }

  @Override
  public void describe(DescribeRequest request, StreamObserver<DescribeResponse> response) {
    response.onNext(LabMessages.of(lab.description()));
    response.onCompleted();
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> response) {
    response.onNext(LabMessages.of(lab.status()));
    response.onCompleted();
  }
}
